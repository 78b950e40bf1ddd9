// Reloads the page after a rebuild, while developing.
//
// Trunk's own script is inline, which the page's Content-Security-Policy forbids; this one speaks
// the same messages of Trunk's web socket.
const address = new URL("/.well-known/trunk/ws", location.href);
address.protocol = location.protocol === "https:" ? "wss:" : "ws:";

function connect(isAgain) {
    const socket = new WebSocket(address);
    socket.onopen = () => isAgain && location.reload();
    socket.onmessage = ({ data }) => {
        const message = JSON.parse(data);
        if (message.type === "reload") {
            location.reload();
        } else if (message.type === "buildFailure") {
            show(message.data.reason);
        }
    };
    // The development server was restarted: what it serves then may be new.
    socket.onclose = () => setTimeout(connect, 2000, true);
}

function show(reason) {
    const dialog = document.createElement("dialog");
    const text = document.createElement("pre");
    text.textContent = `The build failed:\n\n${reason}`;
    dialog.append(text);
    document.body.append(dialog);
    dialog.showModal();
}

connect(false);
