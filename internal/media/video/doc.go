// Package video reads and cleans MP4 files, and has ffmpeg draw their picture.
//
//	Probe   size, duration, codecs, whether it starts at once: own box reader,
//	        nothing is decoded
//	Clean   removes places, names and tracks of sensor data, in place: boxes
//	        become free space, so that no offset moves
//	Tool    ffmpeg, when the machine has it: one frame of a video, an AVIF as PNG
//
// Films are given by path, never by name of a protocol: ffmpeg runs in a folder
// of its own, may open local files only, is told which demuxer to use and is
// stopped after a time.
package video
