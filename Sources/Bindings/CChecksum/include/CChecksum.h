#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// CRC-32C (Castagnoli, polynomial 0x1EDC6F41 reflected), as in iSCSI (RFC 3720) and ext4. `previous` is the checksum of the
// bytes before these ones, 0 at the start.
uint32_t souk_crc32c(uint32_t previous, const void *bytes, size_t count);

// The same without the processor's instruction.
uint32_t souk_crc32c_portable(uint32_t previous, const void *bytes, size_t count);

#ifdef __cplusplus
}
#endif
