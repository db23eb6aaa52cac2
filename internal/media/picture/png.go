package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"io"
)

const (
	pngHeader  = "\x89PNG\r\n\x1a\n"
	maxProfile = 1 << 20
)

// walkPNG calls fn for each chunk up to IEND, with the chunk as it lies in the
// file (length, name, payload, CRC).
func walkPNG(data []byte, fn func(name string, body, whole []byte)) error {
	for at := len(pngHeader); ; {
		if at+12 > len(data) {
			return errShort
		}
		n := int64(binary.BigEndian.Uint32(data[at:]))
		if n > int64(len(data)-at-12) {
			return errShort
		}
		end := at + 12 + int(n)
		name := string(data[at+4 : at+8])
		fn(name, data[at+8:end-4], data[at:end])
		if name == "IEND" {
			return nil
		}
		at = end
	}
}

func probePNG(data []byte) (Info, error) {
	info := Info{}
	if len(data) >= 29 && string(data[12:16]) == "IHDR" { // a cut file still tells its size
		info.Width = int(binary.BigEndian.Uint32(data[16:]))
		info.Height = int(binary.BigEndian.Uint32(data[20:]))
		info.Depth = int(data[24])
		info.Channels = map[byte]int{0: 1, 2: 3, 3: 4, 4: 4, 6: 4}[data[25]]
	}
	if DefaultLimits().Check(info) != nil {
		return info, nil //nolint:nilerr // refused by its header: the rest is not worth reading
	}
	err := walkPNG(data, func(name string, body, _ []byte) {
		switch name {
		case "acTL":
			info.Animated = true
		case "eXIf":
			info.Orientation = exifOrientation(body)
		case "iCCP":
			info.profile = inflateProfile(body)
		case "tRNS":
			info.Channels = 4
		}
	})
	if err != nil {
		return info, broken(err)
	}
	return info, nil
}

// inflateProfile reads an iCCP chunk: a name, a zero, the method, a zlib stream.
func inflateProfile(body []byte) []byte {
	i := bytes.IndexByte(body, 0)
	if i < 0 || i+2 > len(body) {
		return nil
	}
	z, err := zlib.NewReader(bytes.NewReader(body[i+2:]))
	if err != nil {
		return nil
	}
	p, err := io.ReadAll(io.LimitReader(z, maxProfile+1))
	if err != nil || len(p) > maxProfile {
		return nil
	}
	return p
}

// keptPNG are the chunks that make the picture; all others are metadata.
var keptPNG = map[string]bool{"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true, "gAMA": true, "cHRM": true,
	"sRGB": true, "iCCP": true, "cICP": true, "sBIT": true, "bKGD": true, "pHYs": true, "acTL": true, "fcTL": true, "fdAT": true}

func stripPNG(data []byte) ([]byte, error) {
	out := bytes.NewBuffer(make([]byte, 0, len(data)))
	out.WriteString(pngHeader)
	err := walkPNG(data, func(name string, _, whole []byte) {
		if keptPNG[name] {
			out.Write(whole)
		}
	})
	if err != nil {
		return nil, broken(err)
	}
	return out.Bytes(), nil
}

// withProfilePNG puts a colour profile into a PNG made by our encoder, right
// after IHDR as the format wants.
func withProfilePNG(data, profile []byte) []byte {
	if len(profile) == 0 {
		return data
	}
	body := bytes.NewBufferString("ICC\x00\x00")
	z := zlib.NewWriter(body)
	_, _ = z.Write(profile) // a buffer does not fail
	_ = z.Close()
	chunk := binary.BigEndian.AppendUint32(nil, uint32(body.Len()))
	chunk = append(append(chunk, "iCCP"...), body.Bytes()...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	const afterIHDR = len(pngHeader) + 25
	return append(append(append(make([]byte, 0, len(data)+len(chunk)), data[:afterIHDR]...), chunk...), data[afterIHDR:]...)
}
