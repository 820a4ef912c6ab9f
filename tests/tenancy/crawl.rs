//! Every route, walked with another agency in mind.
