// GoBGP's packet library as a second opinion: its code is here and nowhere in the module above.
module github.com/bgpdecode/bgpdecode/codec/oracle/gobgp

go 1.26.0

replace github.com/bgpdecode/bgpdecode => ../../..

require (
	github.com/bgpdecode/bgpdecode v0.0.0-00010101000000-000000000000
	github.com/osrg/gobgp/v4 v4.8.0
)

require (
	github.com/klauspost/compress v1.20.3 // indirect
	github.com/ulikunitz/xz v0.5.17 // indirect
)
