//! Frames from a camera, a video or image file, or pushed from outside.
