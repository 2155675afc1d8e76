"""Photos in, a class for each pixel out. Loads torch; imported where a photo is looked at."""
