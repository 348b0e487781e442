using System.Net.Sockets;
using System.Text.Json;
using MultiTransport.AspNetCore.Doctor;

namespace MultiTransport.Server.Doctor;

/// <summary>Short exchanges: the plan, echoes, requests of a size or method, the same URL twice.</summary>
internal sealed class ShortProber(ProbeLine line)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>The plan of the doctor at an address; null where none answers there, and then what does.</summary>
    public async Task<(DoctorPlan? Plan, EchoProbe Answer)> PlanAsync(Uri doctor)
    {
        var answer = new EchoProbe { Method = "GET" };
        try
        {
            using var patience = new CancellationTokenSource(Patience, line.Time);
            using var response = await line.SendAsync(HttpMethod.Get, new Uri(doctor, "plan"), null, patience.Token);
            answer = Told(answer, response);
            var text = await response.Content.ReadAsStringAsync(patience.Token);
            answer = answer with { Code = CodeOf(text), Detail = DetailOf(text) };
            var plan = response.IsSuccessStatusCode ? Read(text, DoctorJson.Default.DoctorPlan) : null;
            return (plan?.Doctor == 1 ? plan : null, answer);
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException or OperationCanceledException or IOException)
        {
            return (null, answer with { Fault = Faults.Of(fault) });
        }
    }

    /// <param name="doctor">Its address.</param>
    /// <param name="method">GET or POST.</param>
    /// <param name="asPage">Whether it bears what a page of the server would: the origin gate looks at it.</param>
    public async Task<(EchoProbe Echo, double Took)> EchoAsync(Uri doctor, HttpMethod method, bool asPage = false)
    {
        var start = line.Time.GetTimestamp();
        var echo = new EchoProbe { Method = method.Method };
        try
        {
            using var patience = new CancellationTokenSource(Patience, line.Time);
            using var response = await line.SendAsync(method, Unique(doctor, "echo"), method == HttpMethod.Post ? new StringContent("echo") : null, patience.Token, asPage ? PageHeaders(doctor) : []);
            echo = Told(echo, response);
            var text = await response.Content.ReadAsStringAsync(patience.Token);
            var took = line.Since(start);
            var head = response.IsSuccessStatusCode ? Read(text, DoctorJson.Default.EchoAnswer) : null;
            return (echo with { Head = head is { Doctor: 1 } ? head.Head : null, Code = CodeOf(text), Detail = DetailOf(text) }, took);
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException or OperationCanceledException or IOException)
        {
            return (echo with { Fault = Faults.Of(fault) }, line.Since(start));
        }
    }

    /// <summary>Smaller bodies first: where one takes long, the larger ones are left out.</summary>
    public async Task<IReadOnlyList<TryProbe>> BodiesAsync(Uri doctor, IReadOnlyList<int> sizes)
    {
        var found = new List<TryProbe>();
        var isSlow = false;
        foreach (var size in sizes)
        {
            var probe = new TryProbe { What = "body", Size = size, Method = "POST" };
            if (isSlow)
            {
                found.Add(probe with { Skipped = true });
                continue;
            }

            var start = line.Time.GetTimestamp();
            found.Add(await TryAsync(probe, Unique(doctor, "try"), HttpMethod.Post, new ByteArrayContent(new byte[size]), answer => answer.Body == size));
            isSlow = line.Since(start) > 500;
        }

        return found;
    }

    public Task<TryProbe> UrlAsync(Uri doctor, int size)
    {
        var url = Unique(doctor, "try").AbsoluteUri + $"&{ShortProbes.PadQuery}=";
        var padding = size - new Uri(url).PathAndQuery.Length;
        return TryAsync(new TryProbe { What = "url", Size = size, Method = "GET" }, new Uri(url + new string('u', padding)), HttpMethod.Get, null, answer => answer.Url == padding);
    }

    public Task<TryProbe> HeaderAsync(Uri doctor, int size) =>
        TryAsync(new TryProbe { What = "header", Size = size, Method = "GET" }, Unique(doctor, "try"), HttpMethod.Get, null, answer => answer.Header == size, (ShortProbes.PadHeader, new string('h', size)));

    public Task<TryProbe> MethodAsync(Uri doctor, string method) =>
        TryAsync(new TryProbe { What = "method", Method = method }, Unique(doctor, "try"), new HttpMethod(method), null, answer => answer.Method == method);

    /// <summary>One URL asked for twice.</summary>
    public async Task<RepeatProbe> RepeatAsync(Uri doctor, bool together, bool noStore, int hold)
    {
        var url = new Uri(Unique(doctor, "try").AbsoluteUri + $"&hold={hold}{(noStore ? "" : "&store")}");
        var first = OnceAsync(url);
        if (!together)
        {
            await first;
        }

        var both = await Task.WhenAll(first, OnceAsync(url));
        return new RepeatProbe { Together = together, NoStore = noStore, Hold = hold, Serials = [.. both.Select(static each => each.Serial)], At = [.. both.Select(static each => each.At)] };
    }

    /// <summary>Browsers say where a request comes from by Origin; by Sec-Fetch-Site too where the address is https or this machine.</summary>
    private static (string Name, string Value)[] PageHeaders(Uri doctor)
    {
        var origin = ("Origin", doctor.GetLeftPart(UriPartial.Authority));
        return doctor.Scheme == "https" || doctor.IsLoopback ? [origin, ("Sec-Fetch-Site", "same-origin")] : [origin];
    }

    public static Uri Unique(Uri doctor, string path) => new(doctor, $"{path}?run={Guid.NewGuid():N}");

    public static T? Read<T>(string text, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(text, type);
        }
        catch (JsonException)
        {
            return null; // not ours
        }
    }

    private async Task<(string Serial, double At)> OnceAsync(Uri url)
    {
        var start = line.Time.GetTimestamp();
        try
        {
            using var patience = new CancellationTokenSource(Patience, line.Time);
            using var response = await line.SendAsync(HttpMethod.Get, url, null, patience.Token);
            var answer = Read(await response.Content.ReadAsStringAsync(patience.Token), DoctorJson.Default.TryAnswer);
            return (answer?.Serial ?? "", line.Since(start));
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException or OperationCanceledException or IOException)
        {
            return ("", line.Since(start));
        }
    }

    private async Task<TryProbe> TryAsync(TryProbe probe, Uri url, HttpMethod method, HttpContent? content, Predicate<TryAnswer> isWhole, params (string Name, string Value)[] headers)
    {
        using var patience = new CancellationTokenSource(Patience, line.Time);
        try
        {
            using var response = await line.SendAsync(method, url, content, patience.Token, headers);
            var answer = Read(await response.Content.ReadAsStringAsync(patience.Token), DoctorJson.Default.TryAnswer);
            return probe with { Status = (int)response.StatusCode, Ours = answer is { Doctor: 1 } && isWhole(answer) };
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException or OperationCanceledException or IOException)
        {
            return probe with { Fault = Faults.Of(fault), Skipped = patience.IsCancellationRequested };
        }
    }

    private static EchoProbe Told(EchoProbe echo, HttpResponseMessage response) => echo with
    {
        Status = (int)response.StatusCode,
        Type = response.Content.Headers.ContentType?.ToString(),
        Answer = [.. response.Headers.NonValidated.Select(static header => AnswerHeader(header.Key, header.Value.ToString()))],
    };

    /// <summary>Answers come to their reader anyway: their values are shown, but for cookies.</summary>
    private static SeenHeader AnswerHeader(string name, string value) => new()
    {
        Name = name,
        Value = name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase) ? null : value.Length > 100 ? value[..100] : value,
        Length = value.Length,
    };

    private static string? CodeOf(string text) => Member(text, "code");

    private static string? DetailOf(string text) => Member(text, "detail");

    private static string? Member(string text, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
