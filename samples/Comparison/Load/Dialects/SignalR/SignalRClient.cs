using System.Text.Json;

namespace MultiTransport.Load.Dialects.SignalR;

/// <summary>What the official client does: negotiate, connect, handshake.</summary>
internal abstract class SignalRClient(ClientSetup setup, int number, string transport) : LoadClient(setup, number, "SignalR " + transport)
{
    private const string Hub = "/hub";

    protected string Url { get; private set; } = "";

    protected bool IsOpen { get; private set; }

    public override void Open()
    {
        ClientSocket? connection = null;
        connection = Connect(new HttpResponses(Setup.Traffic, (head, body) =>
        {
            if (head.Status != 200)
            {
                throw Fault($"negotiate was answered {head.Status}");
            }

            using var json = JsonDocument.Parse(body.ToArray());
            Url = $"{Hub}?id={json.RootElement.GetProperty("connectionToken").GetString()}";
            Attach(connection!);
        }));
        connection.Send(Setup.Post(Hub + "/negotiate?negotiateVersion=1"), default);
    }

    protected abstract void Attach(ClientSocket connection);

    protected void Read(ReadOnlySpan<byte> data)
    {
        var wasOpen = IsOpen;
        IsOpen |= SignalRMessages.Read(data, OnMessage);
        if (IsOpen && !wasOpen)
        {
            OnOpened();
        }
    }
}
