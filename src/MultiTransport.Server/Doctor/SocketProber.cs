using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using MultiTransport.AspNetCore.Doctor;

namespace MultiTransport.Server.Doctor;

/// <summary>Opens a WebSocket on which both sides speak at once, then asks the server what it has on record.</summary>
internal sealed class SocketProber(ProbeLine line)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<SocketProbe> ProbeAsync(Uri doctor, double roundTrip)
    {
        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)).Replace('+', '-').Replace('/', '_').TrimEnd('=');
        var probe = await ListenAsync(new Uri(AsSocket(doctor), $"ws?try={token}"), roundTrip);
        return probe with { Server = await AskAsync(doctor, token) };
    }

    public static Uri AsSocket(Uri doctor) => new UriBuilder(doctor) { Scheme = doctor.Scheme == "https" ? "wss" : "ws" }.Uri;

    private async Task<SocketProbe> ListenAsync(Uri url, double roundTrip)
    {
        var start = line.Time.GetTimestamp();
        var probe = new SocketProbe();
        using var socket = line.CreateSocket();
        var wait = TimeSpan.FromMilliseconds(Math.Max(Patience.TotalMilliseconds, 4 * roundTrip));
        using var patience = new CancellationTokenSource(wait, line.Time);
        try
        {
            await socket.ConnectAsync(url, patience.Token);
            probe = probe with { Opened = line.Since(start) };
            patience.CancelAfter(wait);
            await SayAsync(socket, "hello", patience.Token);
            while (probe.Greeted is null || probe.Answered is null)
            {
                var word = await HearAsync(socket, patience.Token);
                var at = line.Since(start);
                switch (word)
                {
                    case "hello":
                        probe = probe with { Greeted = at };
                        await SayAsync(socket, "heard", patience.Token);
                        break;
                    case "heard":
                        probe = probe with { Answered = at };
                        break;
                    case null:
                        return probe with { Ended = at, Code = (int?)socket.CloseStatus };
                }
            }

            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
            return probe;
        }
        catch (OperationCanceledException)
        {
            return probe with { GaveUp = line.Since(start) };
        }
        catch (Exception fault) when (fault is WebSocketException or HttpRequestException or SocketException or IOException)
        {
            var isDone = probe is { Greeted: not null, Answered: not null };
            return isDone ? probe : probe with { Ended = line.Since(start), Status = (int)socket.HttpStatusCode is var status and > 0 ? status : null, Fault = Faults.Of(fault) };
        }
    }

    /// <summary>The server's record; null where it does not answer.</summary>
    private async Task<SocketRecord?> AskAsync(Uri doctor, string token)
    {
        try
        {
            using var patience = new CancellationTokenSource(2 * Patience, line.Time);
            using var response = await line.SendAsync(HttpMethod.Post, ShortProber.Unique(doctor, "record"), new StringContent(token), patience.Token);
            return response.IsSuccessStatusCode ? ShortProber.Read(await response.Content.ReadAsStringAsync(patience.Token), DoctorJson.Default.SocketRecord) : null;
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException or OperationCanceledException or IOException)
        {
            return null;
        }
    }

    private static Task SayAsync(ClientWebSocket socket, string word, CancellationToken token) =>
        socket.SendAsync(Encoding.ASCII.GetBytes(word), WebSocketMessageType.Text, endOfMessage: true, token);

    private static async Task<string?> HearAsync(ClientWebSocket socket, CancellationToken token)
    {
        var buffer = new byte[64];
        var received = await socket.ReceiveAsync(buffer, token);
        return received.MessageType == WebSocketMessageType.Close ? null : Encoding.ASCII.GetString(buffer, 0, received.Count);
    }
}
