// Package oracle holds the codec against other implementations: it makes thousands of messages from the vectors of
// testdata/wire, gives what the codec reads in them as plain values, and keeps the list of differences that are explained.
// The tests here ask tshark; those of the module in gobgp ask GoBGP's packet library. coverage.txt says, for every type of
// the codec, who else was asked.
//
// It is for tests: nothing that is linked into a program imports it, and no decoder is here.
package oracle
