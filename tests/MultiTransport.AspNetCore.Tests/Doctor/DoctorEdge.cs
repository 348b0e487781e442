namespace MultiTransport.AspNetCore.Tests.Doctor;

/// <summary>A real server with a doctor at <c>/doctor</c>.</summary>
internal sealed class DoctorEdge : IAsyncDisposable
{
    private DoctorEdge(TestHost host)
    {
        Host = host;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = host.Address("doctor/"), Timeout = TestTimeouts.Shared };
    }

    public TestHost Host { get; }

    public HttpClient Client { get; }

    public static async Task<DoctorEdge> StartAsync(Action<MultiTransportDoctorOptions>? configure = null) => new(await TestHost.StartAsync(
        builder => builder.Services.AddMultiTransport(),
        app => app.MapMultiTransportDoctor("/doctor", configure)));

    public async Task<(int Status, string Text)> PostAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }
}
