"""The program: `bilingual`, or `python -m bilingual`."""

import gc


def main() -> None:
    """Runs the command line and ends the process with its exit code.

    Garbage is not looked for while the command line is loaded, nor in it later: that is a tenth of a short call's time.
    """
    gc.disable()
    from bilingual.cli import run

    gc.freeze()
    gc.enable()
    run()


if __name__ == "__main__":
    main()
