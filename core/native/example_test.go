package native_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	"imclient/core/native"
	"imclient/server/servertest"
)

// Two people chat.
func Example() {
	server, stop := exampleServer()
	defer stop()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()

	rt, err := native.New(native.Options{AppID: "dev", AppKey: "dev", Server: server})
	if err != nil {
		log.Fatal(err)
	}
	defer rt.Close()
	tom, err := rt.Login(ctx, "tom")
	if err != nil {
		log.Fatal(err)
	}
	read := make(chan string)
	_, err = rt.Login(ctx, "jerry", native.WithHandler(func(e native.MessageReceived) {
		text, _ := native.TextOf(e.Message)
		read <- e.Message.From + ": " + text
	}))
	if err != nil {
		log.Fatal(err)
	}

	conv, err := tom.CreateConversation(ctx, native.ConversationOptions{Members: []string{"jerry"}})
	if err != nil {
		log.Fatal(err)
	}
	if _, err = conv.Send(ctx, native.Text("Catch me if you can")); err != nil {
		log.Fatal(err)
	}
	fmt.Println(conv.Members())
	fmt.Println(<-read)
	// Output:
	// [jerry tom]
	// tom: Catch me if you can
}

// A bot that answers whoever writes to it.
func ExampleClient_OnMessage() {
	server, stop := exampleServer()
	defer stop()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	tom, stopTom := exampleClient(ctx, server, "tom")
	defer stopTom()
	bot, stopBot := exampleClient(ctx, server, "bot")
	defer stopBot()

	bot.OnMessage(func(e native.MessageReceived) {
		text, ok := native.TextOf(e.Message)
		if !ok || e.Message.From == bot.ID() {
			return
		}
		if _, err := e.Conversation.Send(ctx, native.Text(strings.ToUpper(text))); err != nil {
			log.Print(err)
		}
	})

	answers := make(chan string)
	tom.OnMessage(func(e native.MessageReceived) {
		text, _ := native.TextOf(e.Message)
		answers <- text
	})
	conv, err := tom.CreateConversation(ctx, native.ConversationOptions{Members: []string{"bot"}})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := conv.Send(ctx, native.Text("hello?")); err != nil {
		log.Fatal(err)
	}
	fmt.Println(<-answers)
	// Output: HELLO?
}

// The whole history, newest messages first.
func ExampleConversation_HistoryPages() {
	server, stop := exampleServer()
	defer stop()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	tom, stopTom := exampleClient(ctx, server, "tom")
	defer stopTom()

	conv, err := tom.CreateConversation(ctx, native.ConversationOptions{Name: "Diary"})
	if err != nil {
		log.Fatal(err)
	}
	for _, day := range []string{"Mon", "Tue", "Wed", "Thu", "Fri"} {
		if _, err := conv.Send(ctx, native.Plain(day)); err != nil {
			log.Fatal(err)
		}
	}
	for page, err := range conv.HistoryPages(ctx, native.HistoryQuery{Limit: 2}) {
		if err != nil {
			log.Fatal(err)
		}
		for _, m := range page {
			fmt.Print(m.Text, ";")
		}
		fmt.Println()
	}
	// Output:
	// Thu;Fri;
	// Tue;Wed;
	// Mon;
}

// Errors are typed: those of the server have a code.
func ExampleError() {
	server, stop := exampleServer()
	defer stop()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	tom, stopTom := exampleClient(ctx, server, "tom")
	defer stopTom()

	_, err := tom.GetConversation(ctx, "5f0000000000000000000000")
	fmt.Println(errors.Is(err, native.ErrConversationNotFound))

	conv, err := tom.CreateConversation(ctx, native.ConversationOptions{NotUnique: true, Members: []string{"jerry"}})
	if err != nil {
		log.Fatal(err)
	}
	err = conv.Quit(ctx) // the creator is the owner, who stays
	var refused *native.Error
	if errors.As(err, &refused) {
		fmt.Println(int(refused.Code), refused.Name())
	}
	// Output:
	// true
	// 4324 CONVERSATION_NEED_OWNER
}

// exampleServer starts a server with an empty data directory.
func exampleServer() (url string, stop func()) {
	server, err := servertest.New()
	if err != nil {
		log.Fatal(err)
	}
	return server.URL, server.Close
}

// exampleClient logs a client in; stop closes it and its connection.
func exampleClient(ctx context.Context, server, id string) (client *native.Client, stop func()) {
	rt, err := native.New(native.Options{AppID: "dev", AppKey: "dev", Server: server})
	if err != nil {
		log.Fatal(err)
	}
	client, err = rt.Login(ctx, id)
	if err != nil {
		log.Fatal(err)
	}
	return client, func() {
		_ = client.Close(ctx)
		_ = rt.Close()
		<-rt.Done()
	}
}

// A bot on a server signs with the master key, keeps order in a group, and
// reads lists of any length with a loop.
func ExampleMasterKeySigner() {
	server, stop := exampleServer()
	defer stop()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	rt, err := native.New(native.Options{AppID: "dev", AppKey: "dev", Server: server})
	if err != nil {
		log.Fatal(err)
	}
	defer rt.Close()
	bot, err := rt.Login(ctx, "bot", native.WithSigner(native.MasterKeySigner("dev", "dev-master")))
	if err != nil {
		log.Fatal(err)
	}
	group, err := bot.CreateConversation(ctx, native.ConversationOptions{Members: []string{"tom", "jerry", "spike"}, Name: "Garden"})
	if err != nil {
		log.Fatal(err)
	}
	if err := group.SetRole(ctx, "spike", native.RoleManager); err != nil {
		log.Fatal(err)
	}
	if _, err := group.Block(ctx, "tom"); err != nil {
		log.Fatal(err)
	}
	for id, err := range group.Blocked(ctx) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("blocked:", id)
	}
	for conv, err := range bot.Conversations(ctx, native.Query{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(conv.Name(), conv.Members())
	}
	roles, err := group.Roles(ctx)
	fmt.Println(roles, err)
	// Output:
	// blocked: tom
	// Garden [bot jerry spike]
	// map[bot:Owner jerry:Member spike:Manager] <nil>
}
