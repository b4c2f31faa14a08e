"""What neighbours do about annonces by the links of their e-mails: the rules and actions of the pages."""
