"""`python -m affinity_hub`"""

import sys

from .cli import main

sys.exit(main())
