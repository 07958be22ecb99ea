import sys

from maif_course.building.build import main

sys.exit(main())
