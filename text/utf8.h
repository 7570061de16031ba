/* UTF-8 stands in common/, where the wire and the JSON writer need it too. */
#ifndef KAREZ_TEXT_UTF8_H
#define KAREZ_TEXT_UTF8_H

#include "common/utf8.h"

#endif
