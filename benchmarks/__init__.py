"""How fast slalang is beside what people would use in its place, on data that is generated here."""
