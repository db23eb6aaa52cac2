package outbound

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"syscall"
	"time"

	"parvis/internal/fault"
)

// errRefused is the fault behind a dial that the guard stopped.
var errRefused = fault.New(fault.Invalid, "outbound.address_refused",
	"This address is on a private or reserved network, which Parvis does not reach. The administrator can allow it in PARVIS_ALLOW_NETWORKS.")

// refused4 are the IPv4 blocks that are never a public host
// (https://www.iana.org/assignments/iana-ipv4-special-registry), and the
// metadata address that a cloud put outside them.
var refused4 = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
	"198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"168.63.129.16/32", // Azure's wire server
)

// IPv6 is the other way round: only global unicast is public, less the blocks
// that carry an IPv4 address inside or lead nowhere. Loopback, ULA, link-local,
// NAT64, v4-compatible and multicast all lie outside 2000::/3.
var (
	public6  = netip.MustParsePrefix("2000::/3")
	refused6 = prefixes(
		"2001::/23",     // Teredo, ORCHID, benchmarks
		"2001:db8::/32", // documentation
		"2002::/16",     // 6to4
		"3fff::/20",     // documentation
	)
)

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// isPublic says whether ip is an address of the open internet.
func isPublic(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	if ip.Is4() {
		return !within(refused4, ip)
	}
	return public6.Contains(ip) && !within(refused6, ip)
}

func within(list []netip.Prefix, ip netip.Addr) bool {
	for _, p := range list {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}

// exception is one entry of PARVIS_ALLOW_NETWORKS: a CIDR, an address or a host
// name (".example" stands for every name under it), each with an optional port.
type exception struct {
	prefix netip.Prefix // valid, or host is set
	host   string
	port   string // "": any
}

// parseAllowed reads the entries of PARVIS_ALLOW_NETWORKS: "10.0.0.0/8",
// "192.168.1.7", "minio.internal:9000", ".lan", "[::1]:25".
func parseAllowed(entries []string) ([]exception, error) {
	var out []exception
	for _, raw := range entries {
		entry := strings.ToLower(strings.TrimSpace(raw))
		if entry == "" {
			continue
		}
		e, err := parseException(entry)
		if err != nil {
			return nil, fault.Newf(fault.Invalid, "outbound.allow_invalid",
				"PARVIS_ALLOW_NETWORKS: %q is not a host, an address or a network such as 10.0.0.0/8.", raw).With("entry", raw).Because(err)
		}
		out = append(out, e)
	}
	return out, nil
}

func parseException(entry string) (exception, error) {
	if p, err := netip.ParsePrefix(entry); err == nil {
		return exception{prefix: p.Masked()}, nil
	}
	host, port := entry, ""
	if h, p, err := net.SplitHostPort(entry); err == nil {
		if _, err := strconv.ParseUint(p, 10, 16); err != nil {
			return exception{}, err
		}
		host, port = h, p
	}
	host = strings.Trim(host, "[]")
	if ip, err := netip.ParseAddr(host); err == nil {
		ip = ip.Unmap()
		return exception{prefix: netip.PrefixFrom(ip, ip.BitLen()), port: port}, nil
	}
	if host == "" || strings.ContainsAny(host, "/:@ *") {
		return exception{}, fmt.Errorf("cannot read %q", entry)
	}
	return exception{host: host, port: port}, nil
}

func (e exception) allowsHost(host, port string) bool {
	if e.host == "" || (e.port != "" && e.port != port) {
		return false
	}
	return host == e.host || (e.host[0] == '.' && strings.HasSuffix(host, e.host))
}

func (e exception) allowsAddr(ip netip.Addr, port string) bool {
	return e.prefix.IsValid() && (e.port == "" || e.port == port) && e.prefix.Contains(ip)
}

// Dialer opens connections to public addresses and to the exceptions, for
// whatever speaks something else than HTTP.
type Dialer struct {
	allowed  []exception
	guarded  net.Dialer
	open     net.Dialer
	resolver *net.Resolver
}

// NewDialer makes a Dialer; allow holds the entries of PARVIS_ALLOW_NETWORKS. A
// faulty entry is an Invalid fault.
func NewDialer(allow []string) (*Dialer, error) { return newDialer(allow, net.DefaultResolver) }

func newDialer(allow []string, resolver *net.Resolver) (*Dialer, error) {
	allowed, err := parseAllowed(allow)
	if err != nil {
		return nil, err
	}
	base := net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second, Resolver: resolver}
	d := &Dialer{allowed: allowed, guarded: base, open: base, resolver: resolver}
	d.guarded.Control = d.control
	return d, nil
}

// DialContext dials like net.Dialer; it fails with the fault
// outbound.address_refused for an address that is neither public nor allowed.
func (d *Dialer) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	if host, port, err := net.SplitHostPort(addr); err == nil && d.mayReachHost(host, port) {
		return d.open.DialContext(ctx, network, addr)
	}
	return d.guarded.DialContext(ctx, network, addr)
}

// Dial is DialContext without a context.
func (d *Dialer) Dial(network, addr string) (net.Conn, error) {
	return d.DialContext(context.Background(), network, addr)
}

// Check resolves host once and refuses it when every address it has is
// private: an early answer for a form. It promises nothing about a later dial,
// which checks again.
func (d *Dialer) Check(ctx context.Context, host, port string) error {
	if d.mayReachHost(host, port) {
		return nil
	}
	ips, err := d.resolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return fault.New(fault.Invalid, "outbound.unknown_host", "No server of this name was found.").With("host", host).Because(err)
	}
	for _, ip := range ips {
		if d.mayReach(ip, port) {
			return nil
		}
	}
	return errRefused.With("host", host)
}

func (d *Dialer) mayReachHost(host, port string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	for _, e := range d.allowed {
		if e.allowsHost(host, port) {
			return true
		}
	}
	return false
}

func (d *Dialer) mayReach(ip netip.Addr, port string) bool {
	if isPublic(ip) {
		return true
	}
	ip = ip.Unmap().WithZone("")
	for _, e := range d.allowed {
		if e.allowsAddr(ip, port) {
			return true
		}
	}
	return false
}

// control is called with the address about to be connected to, after
// resolution: there is no instant between this check and the connection.
func (d *Dialer) control(network, address string, _ syscall.RawConn) error {
	if network != "tcp4" && network != "tcp6" {
		return errRefused.With("host", address)
	}
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return errRefused.With("host", address).Because(err)
	}
	if !d.mayReach(to.Addr(), fmt.Sprint(to.Port())) {
		return errRefused.With("host", to.Addr().String())
	}
	return nil
}
