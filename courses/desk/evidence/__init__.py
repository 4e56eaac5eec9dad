"""Evidence at the desk: the attempts of a person, and the evidence pack of one."""
