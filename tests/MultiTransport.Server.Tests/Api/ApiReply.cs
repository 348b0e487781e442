using System.Net.Http.Headers;
using System.Text.Json;

namespace MultiTransport.Server.Tests.Api;

/// <summary>What came back.</summary>
internal sealed record ApiReply(int Status, string Body, string? Type, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public JsonElement this[string name] => Json.GetProperty(name);

    public static async Task<ApiReply> OfAsync(HttpResponseMessage response)
    {
        using (response)
        {
            return new ApiReply((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType, response.Headers, response.Content.Headers);
        }
    }

    /// <summary>Whether it is that refusal, in the form of all refusals.</summary>
    public ApiReply IsProblem(int status, string code, string? told = null)
    {
        Assert.Equal((status, code), (Status, Status >= 400 && Body.StartsWith('{') ? this["code"].GetString() : Body));
        Assert.Equal("application/problem+json", Type);
        Assert.Equal(status, this["status"].GetInt32());
        Assert.NotEmpty(this["title"].GetString()!);
        if (told is not null)
        {
            Assert.Contains(told, this["detail"].GetString(), StringComparison.Ordinal);
        }

        return this;
    }

    public ApiReply IsOk()
    {
        Assert.True(Status == 200, Body);
        Assert.Equal("application/json", Type);
        Assert.Equal("no-store", Headers.CacheControl?.ToString());
        return this;
    }
}
