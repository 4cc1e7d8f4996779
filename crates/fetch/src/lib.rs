//! Gets bytes from the web politely and safely.
