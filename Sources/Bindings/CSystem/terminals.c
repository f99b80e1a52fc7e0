#include "CSystem.h"

#include <sys/ioctl.h>
#include <unistd.h>

bool souk_is_terminal(int32_t descriptor) { return isatty(descriptor) == 1; }

int32_t souk_terminal_columns(int32_t descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
