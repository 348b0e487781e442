using System.Text;
using System.Text.Json;

namespace MultiTransport.Load.Dialects.Native;

/// <summary>What <c>new EventSource(url)</c> does, its reconnecting included, with POST beside it.</summary>
internal sealed class NativeSseClient(ClientSetup setup, int number) : NativePostClient(setup, number, "native sse")
{
    private string _place = "";
    private TimeSpan _retry = TimeSpan.FromSeconds(3);

    private static ReadOnlySpan<byte> Data => "data: "u8;

    private static ReadOnlySpan<byte> Id => "id: "u8;

    private static ReadOnlySpan<byte> Event => "event: "u8;

    private static ReadOnlySpan<byte> Retry => "retry: "u8;

    public override void Open()
    {
        ClientSocket? connection = null;
        connection = Connect(new EventStream(Setup.Traffic, OnEvent) { Ended = Setup.Resumes ? () => OnEnded(connection!) : null });
        if (Setup.Resumes)
        {
            connection.Closed = OnLost;
        }

        var place = _place.Length > 0 ? $"Last-Event-ID: {_place}\r\n" : "";
        connection.SendHead(Setup.Get(Setup.Path, RequestKind.EventSource, place));
    }

    private void OnEnded(ClientSocket connection)
    {
        connection.Closed = null;
        connection.Dispose();
        OnLost();
    }

    /// <summary>A browser waits for the time that the server named last.</summary>
    private void OnLost()
    {
        Resumptions++;
        Setup.Loop.After(_retry, Reopen);
    }

    private void Reopen()
    {
        try
        {
            Open();
        }
        catch (LoadException)
        {
            Setup.Loop.After(_retry, Reopen);
        }
    }

    private void OnEvent(ReadOnlySpan<byte> lines)
    {
        ReadOnlySpan<byte> name = default;
        ReadOnlySpan<byte> data = default;
        while (lines.Length > 0)
        {
            var end = lines.IndexOf((byte)'\n');
            var line = end < 0 ? lines : lines[..end];
            lines = end < 0 ? default : lines[(end + 1)..];
            if (line.StartsWith(Data))
            {
                data = line[Data.Length..];
            }
            else if (line.StartsWith(Event))
            {
                name = line[Event.Length..];
            }
            else if (line.StartsWith(Id) && Setup.Resumes)
            {
                _place = Encoding.ASCII.GetString(line[Id.Length..]);
            }
            else if (line.StartsWith(Retry))
            {
                _retry = TimeSpan.FromMilliseconds(int.Parse(line[Retry.Length..], null));
            }
        }

        if (!data.IsEmpty)
        {
            Handle(name, data);
        }
    }

    private void Handle(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (name.IsEmpty)
        {
            OnMessage(data);
        }
        else if (name.SequenceEqual("binary"u8))
        {
            OnBase64(data);
        }
        else if (name.SequenceEqual("session"u8))
        {
            AttachedAt = MonotonicClock.Now;
            using var json = JsonDocument.Parse(data.ToArray());
            if (json.RootElement.TryGetProperty("session", out var session))
            {
                OpenedAs(session.GetString()!);
            }
        }
        else
        {
            throw Fault($"event {Encoding.UTF8.GetString(name)}: {Encoding.UTF8.GetString(data)}");
        }
    }
}
