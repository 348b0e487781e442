using System.Diagnostics;
using System.Net;
using System.Text.Json;
using MultiTransport.Comparison.Harness;
using MultiTransport.Load.Servers;

namespace MultiTransport.Comparison.Peers;

/// <summary>The process of a peer.</summary>
internal sealed class PeerServer : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    public PeerServer(PeerKind kind)
    {
        Kind = kind;
        _process = kind.Start();
        try
        {
            var url = new Uri(Self.ReadAnnouncement(_process, ServerHost.ListeningPrefix));
            EndPoint = IPEndPoint.Parse(url.Authority);
            _http = new HttpClient { BaseAddress = url };
        }
        catch
        {
            _process.Dispose();
            throw;
        }
    }

    public PeerKind Kind { get; }

    public IPEndPoint EndPoint { get; }

    public Stats ReadStats(bool collect = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, collect ? Stats.Path + "?gc=1" : Stats.Path);
        using var answer = _http.Send(request);
        return JsonSerializer.Deserialize<Stats>(answer.Content.ReadAsStream())!;
    }

    public void Dispose()
    {
        _http.Dispose();
        Self.End(_process);
    }
}
