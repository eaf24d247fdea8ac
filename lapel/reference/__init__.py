"""What contributors read and editors use, made from the model: schemas, the template, the list of fields."""
