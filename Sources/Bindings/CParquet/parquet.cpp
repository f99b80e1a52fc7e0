#include "CParquet.h"
