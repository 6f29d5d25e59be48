// Package shortform reads messages that are written as one line of words, for bgpdecode encode and for
// scripts:
//
//	OPEN as=65001 hold=90 id=192.0.2.1 cap=mp:ipv4-unicast cap=as4 cap=refresh
//	UPDATE 198.51.100.0/24 next-hop 192.0.2.1 as-path "64500 64501" community 64500:1
//	UPDATE withdraw 198.51.100.0/24 2001:db8::/32
//	198.51.100.0/24 next-hop 192.0.2.1
//	END-OF-RIB ipv6-unicast
//	NOTIFICATION 6/2 text="maintenance"
//	ROUTE-REFRESH ipv4-unicast
//	KEEPALIVE
//	raw ffffffffffffffffffffffffffffffff001304
//
// Routes are those of package speaker/routes. A line may become several messages: routes with different attributes, or more
// than one message holds. What has no word here is for the JSON of package codec/encode.
package shortform
