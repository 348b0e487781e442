using MultiTransport.Server.Api.Keys;
using MultiTransport.Server.Api.Publishing;
using MultiTransport.Server.Api.Sessions;
using MultiTransport.Server.Api.Topics;

namespace MultiTransport.Server.Api;

/// <summary>The API at <c>/api</c>: for servers, which have keys, and not for pages. Its page and its document are files of <c>wwwroot/api</c>.</summary>
internal static class ApiSetup
{
    public static void AddApi(this IServiceCollection services, ApiSettings settings)
    {
        services.AddSingleton(new ApiKeys(settings));
        services.AddSingleton<Batches>();
        services.AddSingleton<PublishChecks>();
        services.AddSingleton<PublishRoute>();
        services.AddSingleton<TopicRoutes>();
        services.AddSingleton<SessionRoutes>();
    }

    public static void MapApi(this WebApplication app)
    {
        var routes = new ApiRoutes(app, app.Services.GetRequiredService<ApiKeys>());
        var publish = app.Services.GetRequiredService<PublishRoute>();
        var topics = app.Services.GetRequiredService<TopicRoutes>();
        var sessions = app.Services.GetRequiredService<SessionRoutes>();
        routes.Map(HttpMethods.Post, "/api/publish", ApiRight.Publish, publish.PublishAsync);
        routes.Map(HttpMethods.Get, "/api/topics", ApiRight.Read, topics.ListAsync);
        routes.Map(HttpMethods.Get, "/api/topics/{topic}/history", ApiRight.Read, topics.ReadHistoryAsync);
        routes.Map(HttpMethods.Get, "/api/topics/{topic}/presence", ApiRight.Read, topics.ReadPresenceAsync);
        routes.Map(HttpMethods.Get, "/api/sessions", ApiRight.Sessions, sessions.ListAsync);
        routes.Map(HttpMethods.Get, "/api/sessions/{id}", ApiRight.Sessions, sessions.DescribeAsync);
        routes.Map(HttpMethods.Delete, "/api/sessions/{id}", ApiRight.Sessions, sessions.DisconnectAsync);
        routes.Map(HttpMethods.Delete, "/api/users/{user}/sessions", ApiRight.Sessions, sessions.DisconnectUserAsync);
        routes.MapRefusals();
    }
}
