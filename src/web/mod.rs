//! THE DOOR FOR PEOPLE AND PROGRAMS: pages, forms and routes. Here so far: the frame of every page, its static files and
//! the filters of its templates.

pub mod assets;
pub mod chrome;
pub mod error_page;
pub mod filters;
pub mod parts;
pub mod public;
