using System.Text.Json;

namespace MultiTransport.AspNetCore.Tests.Support;

/// <summary>A whole answer.</summary>
public sealed record Answer(HttpHead Head, byte[] Body)
{
    public int Status => Head.StatusCode;

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The frames of an <c>application/octet-stream</c>.</summary>
    public IReadOnlyList<WireFrame> Frames
    {
        get
        {
            Assert.Equal((200, "application/octet-stream"), (Status, Head["Content-Type"]));
            return WireReader.ReadAll(Body);
        }
    }

    /// <summary>The close that ends the frames.</summary>
    public WireClose Close => WireClose.Parse(Frames[^1]);

    public WireAttached Attached => WireAttached.Parse(Frames[0]);

    /// <summary>The texts among the frames.</summary>
    public IEnumerable<string> Texts => Frames.Where(frame => frame.Type == WireFrameType.Text).Select(frame => frame.PayloadText);

    public static async Task<Answer> OfAsync(Uri address, string method, byte[]? body, params (string Name, string Value)[] headers)
    {
        var (head, content) = await RawHttp.OnceAsync(address, method, body, headers).WithTimeout(what: $"{method} {address}");
        return new Answer(head, content);
    }

    /// <summary>Whether this is the error of section 9: status, problem details, code, action.</summary>
    public WireProblem IsProblem(int status, string code, string action)
    {
        Assert.Equal((status, "application/problem+json"), (Status, Head["Content-Type"]));
        var problem = WireProblem.TryParse(Body);
        Assert.NotNull(problem);
        Assert.Equal((status, code, action), (problem.Status, problem.Code, problem.Action));
        Assert.False(string.IsNullOrWhiteSpace(problem.Title));
        Assert.False(string.IsNullOrWhiteSpace(problem.Detail));
        Assert.Equal("no-store, no-transform", Head["Cache-Control"]);
        Assert.Equal(status is 503 or 429, Head["Retry-After"] is not null);
        return problem;
    }
}
