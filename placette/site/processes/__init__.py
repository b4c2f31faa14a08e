"""The processes of a running site and who watches over them."""
