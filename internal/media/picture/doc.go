// Package picture reads, cleans and renders still pictures. It knows neither
// the database nor a workspace: bytes in, bytes out.
//
//	Sniff    what the bytes are, whatever the name says
//	Probe    size, orientation, profile, from headers only: nothing is decoded
//	Clean    the file that is kept: no EXIF, no XMP, no place; upright; true colours
//	Render   the file that a network or a screen gets, by Recipe; the same bytes
//	         and the same recipe give the same file
//
// Limits hold before a pixel is decoded: a side over MaxSide or a picture over
// MaxPixels is refused from its header. A Darkroom decodes at most two pictures
// at once and within one memory budget.
//
// Colour: a matrix-and-curve RGB profile (Display P3, Adobe RGB, what phones and
// cameras write) is turned into sRGB in renditions; any other RGB profile
// travels with the picture. CMYK becomes RGB.
package picture
