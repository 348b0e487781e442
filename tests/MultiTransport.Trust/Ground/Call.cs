using System.Net.Sockets;
using MultiTransport.Testing;

namespace MultiTransport.Trust.Ground;

/// <summary>One request and what was answered, in a few words that can be counted: the status, the code, the close.</summary>
internal static class Call
{
    /// <summary>The connection ended without an answer.</summary>
    public const string Cut = "cut";

    /// <summary>No answer for as long as this is waited for.</summary>
    public const string Silent = "silent";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(25); // a poll that is held answers after 20 s

    /// <summary>One request on a connection of its own.</summary>
    public static async Task<string> AskAsync(Uri address, string method, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        try
        {
            await using var raw = await RawHttp.ConnectAsync(address);
            return await AskAsync(raw, address.PathAndQuery, method, body, headers);
        }
        catch (SocketException)
        {
            return Cut;
        }
    }

    public static async Task<string> AskAsync(RawHttp raw, string target, string method, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        try
        {
            await raw.RequestAsync(method, target, body, headers);
        }
        catch (IOException)
        {
            // it may have answered before it had read all
        }

        return await AnswerAsync(raw, method);
    }

    /// <summary>The next answer of a connection on which something was said.</summary>
    public static async Task<string> AnswerAsync(RawHttp raw, string method = "POST")
    {
        using var patience = new CancellationTokenSource(_patience);
        try
        {
            var response = await raw.ReadResponseAsync(method, patience.Token);
            var type = response.Head["Content-Type"] ?? "";
            if (response.StatusCode == 200 && (type.StartsWith("text/event-stream", StringComparison.Ordinal) || response.Head["Transfer-Encoding"] is not null))
            {
                return $"200 {await BeginningAsync(response, type, patience.Token)}".TrimEnd();
            }

            return $"{response.StatusCode} {CodeOf(await response.ReadBodyAsync(patience.Token), type)}".TrimEnd();
        }
        catch (EndOfStreamException)
        {
            return Cut;
        }
        catch (OperationCanceledException)
        {
            return Silent;
        }
    }

    /// <summary>The words for frames that the server wrote: error responses, fails and the close.</summary>
    public static string Told(IEnumerable<WireFrame> frames)
    {
        var told = new List<string>();
        foreach (var frame in frames)
        {
            switch (frame.Type)
            {
                case WireFrameType.Close:
                    told.Add(WireCode.Name((int)Number(frame.Payload)));
                    break;
                case WireFrameType.Fail:
                    told.Add("fail " + System.Text.Encoding.UTF8.GetString(frame.Payload.AsSpan(WireVarint.Bytes(Number(frame.Payload)).Length)));
                    break;
                case WireFrameType.Response when WireCorrelated.Parse(frame.Payload) is { Kind: (byte)'e' } error:
                    told.Add(WireText.Decode(error.Body));
                    break;
            }
        }

        return string.Join(", ", told.Distinct(StringComparer.Ordinal));
    }

    private static long Number(byte[] payload) => WireVarint.TryRead(payload, out var number, out _) ? number : -1;

    /// <summary>A held answer is read until it has said something, and then let go.</summary>
    private static async Task<string> BeginningAsync(RawResponse response, string type, CancellationToken patience)
    {
        var first = await response.ReadAsync(patience);
        if (type.StartsWith("application/octet-stream", StringComparison.Ordinal))
        {
            var reader = new WireReader();
            reader.Append(first);
            var frames = new List<WireFrame>();
            while (reader.TryRead(out var frame))
            {
                frames.Add(frame);
            }

            return Told(frames);
        }

        var text = System.Text.Encoding.UTF8.GetString(first);
        var named = text.Split('\n').FirstOrDefault(static line => line.StartsWith("event: ", StringComparison.Ordinal));
        return named ?? "";
    }

    private static string CodeOf(byte[] body, string type)
    {
        if (type.StartsWith("application/octet-stream", StringComparison.Ordinal))
        {
            return Told(WireReader.ReadAll(body));
        }

        return type.Contains("json", StringComparison.Ordinal) && WireProblem.TryParse(body)?.Code is { } code ? code : "";
    }
}
