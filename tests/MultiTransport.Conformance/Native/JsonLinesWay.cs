using MultiTransport.Testing;

namespace MultiTransport.Conformance.Native;

internal sealed class JsonLinesWay : INativeWay
{
    private JsonLinesClient? _lines;
    private NativePoster? _poster;
    private Uri? _address;

    public async Task OpenAsync(Uri address)
    {
        _address = address;
        _lines = await JsonLinesClient.OpenAsync(address).WithTimeout();
        await _lines.ReadAsync().WithTimeout();
        _poster = new NativePoster(address, _lines.Session);
    }

    public async Task SendAsync(string text) => Assert.Equal(200, (await _poster!.PostAsync(text).WithTimeout()).Status);

    public async Task<string> NextTextAsync() => (await _lines!.ReadMessageAsync().WithTimeout())!.Text;

    public async Task ReopenAsync()
    {
        var place = _lines!.Place;
        _lines.Cut();
        await _lines.DisposeAsync();
        _lines = await JsonLinesClient.OpenAsync(_address!, place).WithTimeout();
        Assert.Equal("open", (await _lines.ReadAsync().WithTimeout())!.Kind);
    }

    public async ValueTask DisposeAsync()
    {
        _poster?.Dispose();
        if (_lines is not null)
        {
            await _lines.DisposeAsync();
        }
    }
}
