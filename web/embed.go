// Package web carries the built application. The dist folder holds a committed
// placeholder, so that Go alone builds and tests this module; `make web` puts
// the real application beside it.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Files is the built application: index.html and its hashed assets, or only
// placeholder.html when the interface has not been built.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		return dist // unreachable: the folder is embedded above
	}
	return files
}

// Built says whether the real application is inside.
func Built() bool {
	_, err := fs.Stat(dist, "dist/index.html")
	return err == nil
}
