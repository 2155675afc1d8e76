"""The labels of the demo shop. All invented."""

INITIALS: dict[str, str] = {
    "Marelle": "MA",  # striped, coastal, unfussy
    "Tolvmark": "TM",  # knits from the north
    "Bastion & Reed": "BR",  # tailoring
    "Kestrel Works": "KW",  # denim and workwear
    "Juniper Lane": "JL",  # dresses and blouses
    "Oakby": "OB",  # everyday basics
    "Strandgut": "SG",  # weatherproof outer layers
    "Sole Parade": "SP",  # shoes
    "Ferrant": "FE",  # leather goods
    "Paceline": "PL",  # training and trainers
}
