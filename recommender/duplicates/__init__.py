"""The same picture under two products: found, looked at by a merchandiser, remembered.

`candidates` names pairs worth comparing without comparing all; `comparing` lays one picture over
the other and tells whether colour and structure agree. `finding` does so over the catalogue.
"""
