using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MultiTransport.Protocol;
using MultiTransport.Server.Api;
using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Api;

/// <summary>The document says what the server does: its paths, methods, codes, and the names in its bodies.</summary>
[Collection(CommandServer.Name)]
public sealed class OpenApiTests(ServerFixture server)
{
    private static readonly string[] Verbs = ["get", "put", "post", "delete", "patch"];

    [Fact]
    public async Task Document_HasEveryRouteAndNoOther()
    {
        await using var host = await ApiHost.StartAsync();
        var routes = host.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Order == 0 && endpoint.RoutePattern.RawText is "/healthz" or "/readyz" || endpoint.RoutePattern.RawText?.StartsWith("/api", StringComparison.Ordinal) == true)
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText}") ?? []);

        var documented = Operations(await ReadAsync()).Select(operation => $"{operation.Verb.ToUpperInvariant()} {operation.Path}");

        Assert.Equal(routes.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Document_HasEveryCode()
    {
        var document = await ReadAsync();
        var codes = document.GetProperty("components").GetProperty("schemas").GetProperty("Problem").GetProperty("properties").GetProperty("code").GetProperty("enum")
            .EnumerateArray().Select(code => code.GetString()!).ToList();
        var told = string.Join(' ', Operations(document).Select(operation => operation.Value.GetRawText())) + document.GetProperty("info").GetProperty("description");
        var ofTopics = typeof(TopicCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)
            .Except([TopicCode.OperationMalformed, TopicCode.OperationUnknown], StringComparer.Ordinal); // of the wire alone

        Assert.Equal(ApiCode.All.Concat(ofTopics).Concat([FailCode.NotUtf8, FailCode.MessageTooLarge]).Order(StringComparer.Ordinal), codes.Order(StringComparer.Ordinal));
        Assert.All(codes, code => Assert.Contains($"`{code}`", told, StringComparison.Ordinal));
    }

    [Fact]
    public void Codes_AreAllInTheList() => Assert.Equal(
        typeof(ApiCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal), ApiCode.All.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Problem", typeof(ApiProblem))]
    [InlineData("Message", typeof(MultiTransport.Server.Api.Publishing.PublishMessage))]
    [InlineData("Result", typeof(MultiTransport.Server.Api.Publishing.PublishResult))]
    [InlineData("Topics", typeof(MultiTransport.Server.Api.Topics.TopicsAnswer))]
    [InlineData("History", typeof(MultiTransport.Server.Api.Topics.HistoryAnswer))]
    [InlineData("Presence", typeof(MultiTransport.Server.Api.Topics.PresenceAnswer))]
    [InlineData("Sessions", typeof(MultiTransport.Server.Api.Sessions.SessionsAnswer))]
    [InlineData("Session", typeof(MultiTransport.Server.Api.Sessions.SessionAnswer))]
    [InlineData("Disconnected", typeof(MultiTransport.Server.Api.Sessions.DisconnectedAnswer))]
    public async Task Document_HasEveryNameOfABody(string schema, Type type)
    {
        var properties = (await ReadAsync()).GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties").EnumerateObject().Select(property => property.Name);

        Assert.Equal(type.GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Except(["others"], StringComparer.Ordinal).Order(StringComparer.Ordinal), properties.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Page_IsServedWithThePolicyAndNamesEveryPath()
    {
        using var client = new HttpClient { BaseAddress = server.Url, Timeout = TestTimeouts.Shared };
        using var response = await client.GetAsync("/api/");
        var html = await response.Content.ReadAsStringAsync();

        Assert.StartsWith("default-src 'self';", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)<script|<style|\\s(style|on[a-z]+)=", html);
        foreach (var path in Operations(await ReadAsync()).Select(operation => operation.Path.Split('{')[0]).Distinct())
        {
            Assert.Contains($"$URL{path}", html, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<(string Path, string Verb, JsonElement Value)> Operations(JsonElement document) => document.GetProperty("paths").EnumerateObject().SelectMany(path =>
        path.Value.EnumerateObject().Where(verb => Verbs.Contains(verb.Name)).Select(verb => (path.Name, verb.Name, verb.Value)));

    private async Task<JsonElement> ReadAsync()
    {
        using var client = new HttpClient { Timeout = TestTimeouts.Shared };
        return JsonDocument.Parse(await client.GetStringAsync(new Uri(server.Url, "/api/openapi.json"))).RootElement;
    }
}
