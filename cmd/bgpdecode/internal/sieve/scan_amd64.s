#include "textflag.h"

DATA digit<>+0(SB)/8, $0x0f0f0f0f0f0f0f0f
GLOBL digit<>(SB), RODATA, $8
DATA feed<>+0(SB)/8, $0x0a0a0a0a0a0a0a0a
GLOBL feed<>(SB), RODATA, $8

// HIGH gives the high digit (bits 3 to 6) of each octet of Y0 in Y1. For the low digit nothing is needed: VPSHUFB looks at the low four
// bits, and gives 0 for octets above 0x7f.
#define HIGH \
	VPSRLW $3, Y0, Y1; \
	VPAND Y12, Y1, Y1

// func scan(before *byte, n int, tab *tables, out *[64]uint64) (found, done int)
TEXT ·scan(SB), NOSPLIT, $0-48
	MOVQ before+0(FP), SI
	MOVQ n+8(FP), CX
	MOVQ tab+16(FP), DX
	MOVQ out+24(FP), DI
	VMOVDQU 0(DX), Y4
	VMOVDQU 32(DX), Y5
	VMOVDQU 64(DX), Y6
	VMOVDQU 96(DX), Y7
	VMOVDQU 128(DX), Y8
	VMOVDQU 160(DX), Y9
	VMOVDQU 192(DX), Y10
	VMOVDQU 224(DX), Y11
	VPBROADCASTQ digit<>(SB), Y12
	VPBROADCASTQ feed<>(SB), Y13
	VPXOR Y14, Y14, Y14
	XORQ AX, AX // places done
	XORQ BX, BX // words written

loop:
	// The octet in front of each place: left of a line feed.
	VMOVDQU (SI)(AX*1), Y0
	HIGH
	VMOVDQU 320(DX), Y2
	VMOVDQU 352(DX), Y3
	VPSHUFB Y0, Y2, Y2
	VPSHUFB Y1, Y3, Y3
	VPAND Y2, Y3, Y15

	// The first octet.
	VMOVDQU 1(SI)(AX*1), Y0
	HIGH
	VPCMPEQB Y0, Y13, Y2
	VPAND Y2, Y15, Y15
	VPSHUFB Y0, Y4, Y2
	VPSHUFB Y1, Y5, Y3
	VPAND Y2, Y3, Y3

	// The second one, which is right of a line feed.
	VMOVDQU 2(SI)(AX*1), Y0
	HIGH
	VPSHUFB Y0, Y6, Y2
	VPAND Y2, Y3, Y3
	VPSHUFB Y1, Y7, Y2
	VPAND Y2, Y3, Y3
	VMOVDQU 384(DX), Y2
	VPSHUFB Y0, Y2, Y2
	VPAND Y2, Y15, Y15
	VMOVDQU 416(DX), Y2
	VPSHUFB Y1, Y2, Y2
	VPAND Y2, Y15, Y15

	// The others.
	VMOVDQU 3(SI)(AX*1), Y0
	HIGH
	VPSHUFB Y0, Y8, Y2
	VPAND Y2, Y3, Y3
	VPSHUFB Y1, Y9, Y2
	VPAND Y2, Y3, Y3
	VMOVDQU 4(SI)(AX*1), Y0
	HIGH
	VPSHUFB Y0, Y10, Y2
	VPAND Y2, Y3, Y3
	VPSHUFB Y1, Y11, Y2
	VPAND Y2, Y3, Y3
	VMOVDQU 5(SI)(AX*1), Y0
	HIGH
	VMOVDQU 256(DX), Y2
	VPSHUFB Y0, Y2, Y2
	VPAND Y2, Y3, Y3
	VMOVDQU 288(DX), Y2
	VPSHUFB Y1, Y2, Y2
	VPAND Y2, Y3, Y3

	VPOR Y3, Y15, Y3
	VPCMPEQB Y14, Y3, Y3
	VPMOVMSKB Y3, R8
	NOTL R8
	TESTL R8, R8
	JNZ some

next:
	ADDQ $32, AX
	CMPQ AX, CX
	JLT loop
	JMP end

some:
	MOVQ AX, R9
	SHLQ $32, R9
	ORQ R8, R9
	MOVQ R9, (DI)(BX*8)
	INCQ BX
	CMPQ BX, $64
	JLT next
	ADDQ $32, AX

end:
	VZEROUPPER
	MOVQ BX, found+32(FP)
	MOVQ AX, done+40(FP)
	RET
