//! The full-text index of stories, articles and claims: derived from the database, made anew at any time.
