using System.Net;
using System.Text.Json;
using MultiTransport.Comparison.Measures;
using MultiTransport.Comparison.Server;
using MultiTransport.Load;
using MultiTransport.Load.Servers;

namespace MultiTransport.Comparison.Harness;

/// <summary>Asks a server under test, over its control port. Synchronous: nothing is measured meanwhile.</summary>
internal sealed class ControlClient : IDisposable
{
    private const int ClockSamples = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;

    public ControlClient(IPEndPoint control)
    {
        Address = control;
        _http = new HttpClient { BaseAddress = new Uri($"http://{control}"), Timeout = Patience };
    }

    public IPEndPoint Address { get; }

    /// <summary>Whether somebody of ours answers there, and where its measured ports are.</summary>
    public HelloAnswer Hello()
    {
        try
        {
            using var answer = Send(HttpMethod.Get, "hello", null);
            var hello = answer.IsSuccessStatusCode ? Read<HelloAnswer>(answer) : null;
            if (hello?.Name != HelloAnswer.ExpectedName)
            {
                throw new ComparisonException($"what answers at {Address} is not a comparison server ({(int)answer.StatusCode}). Start one there with 'serve' and give the address that it prints after 'control'.");
            }

            return hello.Format == Results.Report.CurrentFormat
                ? hello
                : throw new ComparisonException($"the server at {Address} is of another version of the comparison (format {hello.Format}, ours is {Results.Report.CurrentFormat})");
        }
        catch (JsonException)
        {
            throw new ComparisonException($"what answers at {Address} is not a comparison server. Start one there with 'serve' and give the address that it prints after 'control'.");
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            throw new ComparisonException($"nobody answers at {Address} ({fault.Message}). Start a server there with 'serve' and give the address that it prints after 'control'.");
        }
    }

    /// <summary>Where both ends read one clock the offset is known; else it is estimated from many round trips.</summary>
    public ClockOffset EstimateOffset()
    {
        var samples = new List<ClockSample>(ClockSamples);
        for (var number = 0; number < ClockSamples; number++)
        {
            var asked = MonotonicClock.Now;
            var answer = Get<ClockAnswer>("clock");
            samples.Add(new ClockSample(asked, answer.Received, answer.Answered, MonotonicClock.Now));
        }

        return ClockOffset.Estimate(samples);
    }

    public Stats ReadStats(bool collect = false) => Get<Stats>(collect ? "stats?gc=true" : "stats?gc=false");

    public WireAnswer ReadWire() => Get<WireAnswer>("wire");

    public void Reset() => Post("reset", null);

    public void Publish(PublishOrder order) => Post("publish", JsonContent.Create(order));

    public PublishAnswer ReadPublisher() => Get<PublishAnswer>("publish");

    public ArrivalsAnswer ReadArrivals() => Get<ArrivalsAnswer>("arrivals");

    public SessionAnswer[] ReadSessions() => Get<SessionAnswer[]>("sessions");

    /// <summary>The value of a cookie of somebody who signed in.</summary>
    public string SignIn()
    {
        using var answer = Send(HttpMethod.Post, "sign-in", null);
        return string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(cookie => cookie[..cookie.IndexOf(';')]));
    }

    public void Dispose() => _http.Dispose();

    private T Get<T>(string path)
    {
        using var answer = Send(HttpMethod.Get, path, null);
        answer.EnsureSuccessStatusCode();
        return Read<T>(answer);
    }

    private void Post(string path, HttpContent? content)
    {
        using var answer = Send(HttpMethod.Post, path, content);
        answer.EnsureSuccessStatusCode();
    }

    private HttpResponseMessage Send(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, $"{ControlEndpoints.Prefix}/{path}") { Content = content };
        return _http.Send(request);
    }

    private static T Read<T>(HttpResponseMessage answer) => JsonSerializer.Deserialize<T>(answer.Content.ReadAsStream(), JsonSerializerOptions.Web)!;
}
