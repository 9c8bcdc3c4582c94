package notify

import (
	"net/netip"
	"testing"
)

func TestPublicKnowsWhatIsInside(t *testing.T) {
	for address, want := range map[string]bool{
		"8.8.8.8": true, "172.32.0.1": true, "100.128.0.1": true, "2606:4700::1111": true, "::ffff:8.8.8.8": true,
		"127.0.0.1": false, "127.255.0.1": false, "::1": false, "::ffff:127.0.0.1": false,
		"10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "fd00::1": false, "::ffff:10.0.0.1": false,
		"169.254.169.254": false, "fe80::1": false, "fe80::1%eth0": false, "fd00:ec2::254": false, "100.100.100.200": false,
		"168.63.129.16": false, "192.0.0.192": false, "fec0::1": false,
		"0.0.0.0": false, "0.1.2.3": false, "::": false, "::127.0.0.1": false, "255.255.255.255": false, "240.0.0.1": false,
		"224.0.0.1": false, "ff02::1": false, "192.0.2.1": false, "198.18.0.1": false, "2001:db8::1": false, "3fff::1": false,
		"64:ff9b::7f00:1": false, "64:ff9b:1::1": false, "2002:7f00:1::": false, "2001:0:7f00:1::": false,
	} {
		if err := Public(netip.MustParseAddr(address)); (err == nil) != want {
			t.Errorf("Public(%s) = %v, want %v", address, err, want)
		}
	}
}
