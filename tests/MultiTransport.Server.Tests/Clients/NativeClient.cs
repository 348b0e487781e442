using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Clients;

/// <summary>What a person does without any SDK: plain HTTP requests to the one URL.</summary>
internal sealed class NativeClient(Uri echo) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TestTimeouts.Shared };

    public void Dispose() => _http.Dispose();

    public Task<JsonElement> PollAsync(string relative) => _http.GetFromJsonAsync<JsonElement>(new Uri(echo, relative));

    /// <summary>JSON lines, as they come.</summary>
    public async Task<StreamReader> HoldLinesAsync(string? after = null) => new(await HoldAsync("application/x-ndjson", after: after));

    /// <summary>Server-sent events, as they come.</summary>
    public async Task<EventStream> HoldEventsAsync(string? lastEventId = null) =>
        new(await HoldAsync("text/event-stream", lastEventId: lastEventId));

    public async Task PostAsync(string session, string text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, echo) { Content = new StringContent(text) };
        request.Headers.Add("MultiTransport-Session", session);
        using var response = await _http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    private async Task<Stream> HoldAsync(string accept, string? after = null, string? lastEventId = null)
    {
        var url = after is null ? echo : new Uri(echo, $"?after={Uri.EscapeDataString(after)}");
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        Assert.Equal(accept, response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadAsStreamAsync();
    }
}
