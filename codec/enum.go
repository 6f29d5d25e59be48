package codec

import "github.com/bgpdecode/bgpdecode/registry"

// enumTable gives the registry table of an enumeration.
func enumTable(e Enum) *registry.Table {
	switch e {
	case EnumMessageType:
		return &registry.TableMessageTypes
	case EnumErrorCode:
		return &registry.TableErrorCodes
	case EnumAttr:
		return &registry.TablePathAttributes
	case EnumCapability:
		return &registry.TableCapabilities
	case EnumParameter:
		return &registry.TableOptionalParameterTypes
	case EnumAFI:
		return &registry.TableAFI
	case EnumSAFI:
		return &registry.TableSAFI
	case EnumOrigin:
		return &registry.TableOriginCodes
	case EnumSegment:
		return &registry.TableASPathSegmentTypes
	case EnumRole:
		return &registry.TableBGPRoles
	case EnumRefresh:
		return &registry.TableRouteRefreshSubcodes
	case EnumAddPath:
		return &registry.TableAddPathSendReceive
	case EnumORF:
		return &registry.TableORFTypes
	case EnumORFWhen:
		return &registry.TableORFWhenToRefresh
	}
	return nil
}
