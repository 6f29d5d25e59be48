#include "textflag.h"

DATA digit<>+0(SB)/8, $0x0f0f0f0f0f0f0f0f
GLOBL digit<>(SB), RODATA, $8
DATA feed<>+0(SB)/8, $0x0a0a0a0a0a0a0a0a
GLOBL feed<>(SB), RODATA, $8

// OCTET looks up the octets at a distance from the places in the tables of that distance, and leaves in Y3 and Y14 those of
// the 16 sets that they are in, if they were there before. The high digit (bits 3 to 6) is made in Y1; for the low digit
// nothing is needed: VPSHUFB looks at the low four bits, and gives 0 for octets above 0x7f.
#define OCTET(distance, lo, hi, lo2, hi2) \
	VMOVDQU distance(SI)(AX*1), Y0; \
	VPSRLW $3, Y0, Y1; \
	VPAND Y12, Y1, Y1; \
	VPSHUFB Y0, lo, Y2; \
	VPAND Y2, Y3, Y3; \
	VPSHUFB Y1, hi, Y2; \
	VPAND Y2, Y3, Y3; \
	VPSHUFB Y0, lo2, Y2; \
	VPAND Y2, Y14, Y14; \
	VPSHUFB Y1, hi2, Y2; \
	VPAND Y2, Y14, Y14

// LOAD gets the tables of a distance.
#define LOAD(at, lo, hi, lo2, hi2) \
	VMOVDQU at+0(DX), lo; \
	VMOVDQU at+32(DX), hi; \
	VMOVDQU at+64(DX), lo2; \
	VMOVDQU at+96(DX), hi2

// func scan(text *byte, n int, tab *tables, out *found) (places, feeds, done int)
TEXT ·scan(SB), NOSPLIT, $0-56
	MOVQ text+0(FP), SI
	MOVQ n+8(FP), CX
	MOVQ tab+16(FP), DX
	MOVQ out+24(FP), DI
	LOAD(0, Y4, Y5, Y6, Y7)
	VPBROADCASTQ digit<>(SB), Y12
	VPBROADCASTQ feed<>(SB), Y13
	XORQ AX, AX // places done
	XORQ BX, BX // words of places
	XORQ R11, R11 // words of line feeds

loop:
	VPCMPEQB Y3, Y3, Y3 // all sets
	VMOVDQA Y3, Y14
	OCTET(0, Y4, Y5, Y6, Y7)
	VPCMPEQB Y0, Y13, Y15 // line feeds
	LOAD(128, Y8, Y9, Y10, Y11)
	OCTET(1, Y8, Y9, Y10, Y11)
	LOAD(256, Y8, Y9, Y10, Y11)
	OCTET(2, Y8, Y9, Y10, Y11)
	LOAD(384, Y8, Y9, Y10, Y11)
	OCTET(3, Y8, Y9, Y10, Y11)
	LOAD(512, Y8, Y9, Y10, Y11)
	OCTET(4, Y8, Y9, Y10, Y11)

	VPOR Y3, Y14, Y3
	VPXOR Y2, Y2, Y2
	VPCMPEQB Y2, Y3, Y3
	VPMOVMSKB Y3, R8
	VPMOVMSKB Y15, R9
	NOTL R8
	MOVQ AX, R10
	SHLQ $32, R10
	ORQ R10, R8
	ORQ R10, R9
	MOVQ R8, (DI)(BX*8) // without branches, which would be guessed wrongly half of the time
	CMPL R8, $1
	SBBQ $-1, BX
	MOVQ R9, 512(DI)(R11*8)
	CMPL R9, $1
	SBBQ $-1, R11
	ADDQ $32, AX
	CMPQ BX, $64
	JGE end
	CMPQ R11, $64
	JGE end
	CMPQ AX, CX
	JLT loop

end:
	VZEROUPPER
	MOVQ BX, places+32(FP)
	MOVQ R11, feeds+40(FP)
	MOVQ AX, done+48(FP)
	RET
