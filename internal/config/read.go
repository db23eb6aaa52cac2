package config

import (
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"parvis/internal/fault"
)

// reader collects values and faults.
type reader struct {
	from   Source
	faults fault.Fault
}

func (r *reader) fault(variable, code, value string) {
	r.faults.Fields = append(r.faults.Fields, fault.Field{Path: variable, Code: code, Message: sentence("en", variable, code, value),
		Args: map[string]any{"variable": variable, "value": value}})
}

func (r *reader) err() error {
	if len(r.faults.Fields) == 0 {
		return nil
	}
	f := fault.New(fault.Invalid, "config.invalid", r.faults.Fields[0].Message)
	f.Fields = r.faults.Fields
	return f
}

func (r *reader) text(variable, otherwise string) string {
	if v, ok := r.from(variable); ok && strings.TrimSpace(v) != "" {
		return strings.TrimSpace(v)
	}
	return otherwise
}

func (r *reader) listen(variable, otherwise string) string {
	v := r.text(variable, otherwise)
	_, port, err := net.SplitHostPort(v)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		r.fault(variable, "config.listen", v)
	}
	return v
}

// folder is absolute, so that it means the same after a change of directory.
func (r *reader) folder(variable string) string {
	v := r.text(variable, "")
	if v == "" {
		v = defaultData()
	}
	abs, err := filepath.Abs(v)
	if err != nil {
		r.fault(variable, "config.folder", v)
		return v
	}
	if info, err := os.Stat(abs); err == nil && !info.IsDir() {
		r.fault(variable, "config.folder", v)
	}
	return abs
}

// defaultData follows the XDG base directories.
func defaultData() string {
	if base := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(base) {
		return filepath.Join(base, "parvis")
	}
	if home, err := os.UserHomeDir(); err == nil {
		return filepath.Join(home, ".local", "share", "parvis")
	}
	return "parvis-data"
}

// origin is scheme and host only: both origins are served from their root.
func (r *reader) origin(variable, otherwise string) string {
	v := strings.TrimRight(r.text(variable, ""), "/")
	if v == "" {
		return otherwise
	}
	u, err := url.Parse(v)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.User != nil || u.Path != "" || u.RawQuery != "" || u.Fragment != "" {
		r.fault(variable, "config.origin", v)
	}
	return v
}

func (r *reader) database(variable string) string {
	v := r.text(variable, "")
	if v == "" {
		return ""
	}
	u, err := url.Parse(v)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		r.fault(variable, "config.database", "") // it holds a password: not repeated
	}
	return v
}

func (r *reader) list(variable string) []string {
	var out []string
	for _, part := range strings.Split(r.text(variable, ""), ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func (r *reader) prefixes(variable string) []netip.Prefix {
	var out []netip.Prefix
	for _, part := range r.list(variable) {
		p, err := netip.ParsePrefix(part)
		if ip, ipErr := netip.ParseAddr(part); err != nil && ipErr == nil {
			p, err = netip.PrefixFrom(ip, ip.BitLen()), nil
		}
		if err != nil {
			r.fault(variable, "config.proxies", part)
			continue
		}
		out = append(out, p.Masked())
	}
	return out
}

func (r *reader) networks(names []string) map[string]*url.URL {
	out := map[string]*url.URL{}
	for _, name := range names {
		name, _, _ = strings.Cut(name, "=")
		network, ok := networkOf(name)
		if !ok {
			continue
		}
		v := r.text(name, "")
		if v == "" {
			continue
		}
		u, err := url.Parse(strings.TrimRight(v, "/"))
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
			r.fault(name, "config.network_url", v)
			continue
		}
		out[network] = u
	}
	return out
}

func networkOf(variable string) (string, bool) {
	name, ok := strings.CutPrefix(variable, networkPrefix)
	if !ok {
		return "", false
	}
	name, ok = strings.CutSuffix(name, networkSuffix)
	return strings.ToLower(name), ok && name != ""
}

// unknown reports variables that are nearly a setting: a misspelt one that is
// silently ignored costs an evening. Others, of verbs and of tests, are theirs.
func (r *reader) unknown(names []string) {
	for _, name := range names {
		name, _, _ = strings.Cut(name, "=")
		if !strings.HasPrefix(name, "PARVIS_") || isKnown(name) {
			continue
		}
		for _, s := range Settings {
			if distance(name, s.Variable) <= 2 {
				r.fault(name, "config.unknown", s.Variable)
				break
			}
		}
	}
}

// distance is Levenshtein's, over bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func isKnown(name string) bool {
	if _, ok := networkOf(name); ok {
		return true
	}
	for _, s := range Settings {
		if s.Variable == name {
			return true
		}
	}
	return false
}
