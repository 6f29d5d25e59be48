package fault

import "github.com/bgpdecode/bgpdecode/registry"

// What groups lead to.
var (
	headerErrors = []registry.ErrorCode{registry.ErrMessageHeader}
	openErrors   = []registry.ErrorCode{registry.ErrOpen, registry.ErrMessageHeader}
	updateErrors = []registry.ErrorCode{registry.ErrUpdate}
	holdErrors   = []registry.ErrorCode{registry.ErrHoldTimer}
)

// groups are the parts of the catalogue.
var groups = [...]group{
	{name: "header", codes: headerErrors, fill: fillHeader},
	{name: "open", codes: openErrors, fill: fillOpen},
	{name: "timing", codes: holdErrors, fill: fillTiming},
	{name: "origin", codes: updateErrors, attr: registry.AttrOrigin, fill: fillOrigin},
}
