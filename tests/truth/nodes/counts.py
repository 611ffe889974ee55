# leaves something behind
# never rests
def node(s=1):
    try:
        with open("out") as file:
            text = file.read()
    except FileNotFoundError:
        text = ""
    if len(text) < 30:
        with open("out", "a") as file:
            file.write(".")
    return [text, s == 1]
