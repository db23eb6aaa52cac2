package picture

import (
	"bytes"
	"encoding/binary"
	"strings"

	"parvis/internal/fault"
)

// Format is what a file is, by its content.
type Format string

// The formats that Parvis takes.
const (
	JPEG Format = "jpeg"
	PNG  Format = "png"
	GIF  Format = "gif"
	WebP Format = "webp"
	HEIC Format = "heic"
	AVIF Format = "avif"
	MP4  Format = "mp4"
)

// SniffLen is how many first bytes Sniff wants.
const SniffLen = 4096

var mimes = map[Format]string{JPEG: "image/jpeg", PNG: "image/png", GIF: "image/gif", WebP: "image/webp",
	HEIC: "image/heic", AVIF: "image/avif", MP4: "video/mp4"}

var extensions = map[Format]string{JPEG: "jpg", PNG: "png", GIF: "gif", WebP: "webp", HEIC: "heic", AVIF: "avif", MP4: "mp4"}

// MIME names the format: "image/jpeg".
func (f Format) MIME() string { return mimes[f] }

// Extension of a file of that format, without the dot.
func (f Format) Extension() string { return extensions[f] }

// IsImage says whether the format is a picture (an animated one included).
func (f Format) IsImage() bool { return f != MP4 && mimes[f] != "" }

// FormatOf gives the format called mime, "" for none of ours.
func FormatOf(mime string) Format {
	for f, m := range mimes {
		if m == mime {
			return f
		}
	}
	return ""
}

// The refusals of Sniff: each says what the file is and what to send instead.
var (
	errEmpty       = fault.New(fault.Invalid, "media.empty", "This file is empty. Choose another one.")
	errArchive     = fault.New(fault.Invalid, "media.is_archive", "This file is an archive (ZIP, RAR, gzip), whatever its name says. Extract the pictures and send them one by one.")
	errWebPage     = fault.New(fault.Invalid, "media.is_web_page", "This is a web page, not a picture. Open the picture itself and copy its address or save it.")
	errSVG         = fault.New(fault.Invalid, "media.is_svg", "SVG drawings are not taken: networks refuse them. Export the drawing as PNG.")
	errDocument    = fault.New(fault.Invalid, "media.is_document", "This is a document, not a picture. Export its page as PNG or JPEG.")
	errVideoFormat = fault.New(fault.Invalid, "media.video_format", "This video is not an MP4. Export it as MP4 (H.264 and AAC).")
	errRaw         = fault.New(fault.Invalid, "media.image_format", "This picture format is not taken. Export it as JPEG, PNG, WebP, GIF, HEIC or AVIF.")
	errUnknown     = fault.New(fault.Invalid, "media.unknown_type", "This file is neither a picture nor a video that Parvis knows. Send JPEG, PNG, WebP, GIF, HEIC, AVIF or MP4.")
)

type signature struct {
	magic  string
	at     int
	refuse *fault.Fault
}

var refused = []signature{
	{"PK\x03\x04", 0, errArchive}, {"PK\x05\x06", 0, errArchive}, {"PK\x07\x08", 0, errArchive},
	{"Rar!\x1a\x07", 0, errArchive}, {"\x1f\x8b", 0, errArchive}, {"7z\xbc\xaf\x27\x1c", 0, errArchive},
	{"BZh", 0, errArchive}, {"\xfd7zXZ\x00", 0, errArchive}, {"\x28\xb5\x2f\xfd", 0, errArchive}, {"ustar", 257, errArchive},
	{"%PDF-", 0, errDocument}, {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, errDocument}, {"{\\rtf", 0, errDocument},
	{"\x1a\x45\xdf\xa3", 0, errVideoFormat}, {"OggS", 0, errVideoFormat}, {"FLV\x01", 0, errVideoFormat},
	{"\x00\x00\x01\xba", 0, errVideoFormat}, {"\x00\x00\x01\xb3", 0, errVideoFormat},
	{"\x30\x26\xb2\x75\x8e\x66\xcf\x11", 0, errVideoFormat}, {"#EXTM3U", 0, errVideoFormat},
	{"II*\x00", 0, errRaw}, {"MM\x00*", 0, errRaw}, {"BM", 0, errRaw}, {"8BPS", 0, errRaw}, {"\x00\x00\x01\x00", 0, errRaw},
	{"\xff\x0a", 0, errRaw}, {"\x00\x00\x00\x0cJXL ", 0, errRaw}, {"\x00\x00\x00\x0cjP  ", 0, errRaw},
}

// Sniff tells the format from the first SniffLen bytes of a file (fewer when
// the file is shorter). What is not one of ours is an Invalid fault that names
// what was found; the file's name is never looked at.
func Sniff(head []byte) (Format, error) {
	switch {
	case len(head) == 0:
		return "", errEmpty
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return JPEG, nil
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return PNG, nil
	case bytes.HasPrefix(head, []byte("GIF87a")), bytes.HasPrefix(head, []byte("GIF89a")):
		return GIF, nil
	case len(head) >= 12 && string(head[:4]) == "RIFF":
		if string(head[8:12]) == "WEBP" {
			return WebP, nil
		}
		return "", errVideoFormat // AVI, or sound
	case len(head) >= 12 && string(head[4:8]) == "ftyp":
		return sniffBrands(head)
	case len(head) >= 8 && (string(head[4:8]) == "moov" || string(head[4:8]) == "mdat" || string(head[4:8]) == "wide"):
		return "", errVideoFormat // QuickTime from before ftyp
	}
	for _, s := range refused {
		if len(head) >= s.at+len(s.magic) && string(head[s.at:s.at+len(s.magic)]) == s.magic {
			return "", s.refuse
		}
	}
	return "", sniffText(head)
}

// sniffBrands reads the ftyp box: the major brand, then the compatible ones.
func sniffBrands(head []byte) (Format, error) {
	size := int(min(binary.BigEndian.Uint32(head), uint32(len(head))))
	var brands []string
	for at := 8; at+4 <= size; at += 4 {
		if at != 12 { // the minor version
			brands = append(brands, string(head[at:at+4]))
		}
	}
	if len(brands) == 0 {
		return "", errUnknown
	}
	major := brands[0]
	has := func(names ...string) bool {
		for _, b := range brands {
			for _, n := range names {
				if b == n {
					return true
				}
			}
		}
		return false
	}
	switch {
	case major == "qt  ":
		return "", errVideoFormat
	case has("avif", "avis"):
		return AVIF, nil
	case has("heic", "heix", "heim", "heis", "hevc", "hevx"):
		return HEIC, nil
	case major == "mif1" || major == "msf1":
		return HEIC, nil // HEIF without saying which codec: the decoder will tell
	case strings.HasPrefix(major, "crx"):
		return "", errRaw
	case has("isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "M4VP", "dash", "MSNV") ||
		strings.HasPrefix(major, "3gp"):
		return MP4, nil
	}
	return "", errVideoFormat
}

// sniffText tells web pages and drawings from the unknown.
func sniffText(head []byte) error {
	text := strings.ToLower(string(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")))
	switch {
	case strings.HasPrefix(text, "<svg"), strings.HasPrefix(text, "<?xml") && strings.Contains(text, "<svg"):
		return errSVG
	case strings.HasPrefix(text, "<!doctype svg"):
		return errSVG
	case strings.HasPrefix(text, "<!--") && strings.Contains(text, "<svg"):
		return errSVG
	case strings.HasPrefix(text, "<"):
		return errWebPage
	}
	return errUnknown
}
