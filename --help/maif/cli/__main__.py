from maif.cli import main

main()
