package main

import _ "embed"

// extractor is a Python program that only extracts: time, peer, code, subcode and octets, by a regular expression for the
// two or three main forms of all styles.
//
//go:embed extract.py
var extractor []byte

// perlProgram does the same for the forms that name the code as "3/4".
const perlProgram = `if (/NOTIFICATION|notification/ && /neighbor (\S+).*? (\d+)\/(\d+)(?:.*?((?:[0-9A-Fa-f]{2,} ?){2,}))?/) { print "$1\t$2\t$3\t", $4 // "", "\n" }`
