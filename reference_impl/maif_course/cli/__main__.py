from maif_course.cli import main

main()
