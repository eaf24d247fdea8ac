"""Work on awards that is shared out: in parts that any computer can do, with the same bytes as one."""
