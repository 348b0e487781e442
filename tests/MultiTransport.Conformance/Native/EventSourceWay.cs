using System.Text.Json;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Native;

internal sealed class EventSourceWay : INativeWay
{
    private EventSourceClient? _source;
    private NativePoster? _poster;

    public async Task OpenAsync(Uri address)
    {
        _source = EventSourceClient.Open(address, new EventSourceClientOptions { HonourRetry = false });
        var opened = await _source.NextAsync("session").WithTimeout();
        using var data = JsonDocument.Parse(opened.Data);
        _poster = new NativePoster(address, data.RootElement.GetProperty("session").GetString());
    }

    public async Task SendAsync(string text) => Assert.Equal(200, (await _poster!.PostAsync(text).WithTimeout()).Status);

    public async Task<string> NextTextAsync() => (await _source!.NextAsync().WithTimeout()).Data;

    public async Task ReopenAsync()
    {
        _source!.Cut();
        await _source.NextAsync("session").WithTimeout();
    }

    public async ValueTask DisposeAsync()
    {
        _poster?.Dispose();
        if (_source is not null)
        {
            await _source.DisposeAsync();
        }
    }
}
